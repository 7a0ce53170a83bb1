import { SYSTEM_PROFILE, userProfileId } from '@replyline/contracts';
import type { SendingProfileBody, SharedProfileBody } from './sending-profile-body.js';

/** Which profile is meant, and what its document says beside its settings. */
export interface Slot {
  readonly id: string;
  /** Whose linked account it may use; absent: the system's. */
  readonly ownerId?: string;
  placement(body: SendingProfileBody): object;
}

export const systemSlot: Slot = { id: SYSTEM_PROFILE, placement: () => ({ scope: 'system' }) };

export const userSlot = (ownerId: string): Slot => ({
  id: userProfileId(ownerId),
  ownerId,
  placement: () => ({ scope: 'user', ownerId }),
});

export const sharedSlot = (id: string): Slot => ({
  id,
  placement: (body) => {
    const { name, policy } = body as SharedProfileBody;
    return { scope: 'shared', name, policy };
  },
});
