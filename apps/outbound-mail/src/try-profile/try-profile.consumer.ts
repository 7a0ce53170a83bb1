import { TrySendingProfileV1, type TestReport } from '@replyline/contracts';
import { Answer } from '@replyline/messaging';
import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { TryProfile } from './try-profile.js';

@Controller()
export class TryProfileConsumer {
  constructor(private readonly tryProfile: TryProfile) {}

  @Answer(TrySendingProfileV1)
  onTrySendingProfile(question: z.output<typeof TrySendingProfileV1.question>): Promise<TestReport> {
    return this.tryProfile.now(question);
  }
}
