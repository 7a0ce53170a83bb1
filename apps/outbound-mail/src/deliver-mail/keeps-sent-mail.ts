import type { SendingProfile } from '@replyline/contracts';

/** Whether what went through a profile can be looked for: then nothing is repeated before it was. */
export const keepsSentMail = (profile: SendingProfile): boolean => profile.kind === 'microsoft-graph';
