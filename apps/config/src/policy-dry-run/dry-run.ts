import { randomUUID } from 'node:crypto';
import { sharedProfileId, type DirectoryUser, type SendingProfile } from '@replyline/contracts';
import { FailureAt } from '@replyline/service-host';
import { Injectable } from '@nestjs/common';
import { FindProfiles } from '../sending-profiles/find-profiles.js';
import { sharedSlot, systemSlot, userSlot, type Slot } from '../sending-profiles/profile-slot.js';
import { SendingProfiles } from '../sending-profiles/sending-profiles.js';
import { FindUsers } from '../users/find-users.js';
import { decide } from './decide.js';
import type { DryRunBody, DryRunView, MyDryRunBody, ProfileDraft } from './dry-run-body.js';

/** Says what the rules would make of a mail. Nothing is saved and nothing is sent. */
@Injectable()
export class DryRun {
  constructor(
    private readonly profiles: SendingProfiles,
    private readonly findProfiles: FindProfiles,
    private readonly users: FindUsers,
  ) {}

  /** Throws `request.invalid` for a person who is not in the directory, and what typing a profile throws. */
  async run({ kind, userId, recipients, drafts }: DryRunBody): Promise<DryRunView> {
    const people = await this.peopleOf([userId, ...recipients.map((it) => it.userId)]);
    const acting = userId === undefined ? undefined : people.get(userId);
    if (userId !== undefined && !acting) throw new FailureAt('request.invalid', [NOBODY]);
    const stored = await this.findProfiles.usableBy(userId);
    const typed = await Promise.all(drafts.map((it) => this.typed(it, userId)));
    return decide({
      kind,
      acting,
      recipients,
      userOf: (id) => people.get(id),
      profiles: [...typed, ...stored.filter(({ id }) => !typed.some((it) => it.id === id))],
    });
  }

  /** Throws `request.not_found` for a caller who is not in the directory. */
  async runFor(userId: string, asked: MyDryRunBody): Promise<DryRunView> {
    const { id } = await this.users.one(userId);
    return this.run({ ...asked, userId: id, drafts: [] });
  }

  private async peopleOf(ids: readonly (string | undefined)[]): Promise<Map<string, DirectoryUser>> {
    const known = [...new Set(ids.filter((id) => id !== undefined))];
    return new Map((await this.users.some(known)).map((it) => [it.id, it]));
  }

  private typed(draft: ProfileDraft, userId: string | undefined): Promise<SendingProfile> {
    return this.profiles.preview(slotOf(draft, userId), draft.settings);
  }
}

const NOBODY = { path: 'userId', message: 'is nobody in the directory' };
const WHOSE = { path: 'userId', message: 'is needed: whose profile is the draft of scope user?' };

function slotOf(draft: ProfileDraft, userId: string | undefined): Slot {
  if (draft.scope === 'system') return systemSlot;
  if (draft.scope === 'shared') return sharedSlot(draft.id ?? sharedProfileId(randomUUID()));
  if (userId === undefined) throw new FailureAt('request.invalid', [WHOSE]);
  return userSlot(userId);
}
