import { sealingKeyOf } from '@replyline/sealing';
import { Does, Returns, Roles } from '@replyline/service-host';
import { Controller, Get } from '@nestjs/common';
import { z } from 'zod';
import { Means } from '../means.js';

const sealingKey = z.object({
  /** Stands in front of what is sealed with it. */
  keyId: z.string(),
  /** X25519 (RFC 7748), base64url. */
  publicKey: z.string(),
});

/** Public by nature; asked for with a token only so that a publisher knows whose key it gets. */
@Controller('v1/sealing-key')
@Roles('server-admin', 'service')
export class SealingKeyController {
  constructor(private readonly means: Means) {}

  @Get()
  @Does('Get the key that sensitive variables are sealed with')
  @Returns(200, sealingKey, 'The public key of today; it changes when the key ring does')
  get(): z.output<typeof sealingKey> {
    return sealingKeyOf(this.means.secrets);
  }
}
