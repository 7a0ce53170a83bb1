import { sendingSettings } from '@replyline/contracts';

/** The account that the stored settings of a sending profile send with; absent where it needs none. */
export function sendingUserOf(values: object | undefined): string | undefined {
  const { data } = sendingSettings.safeParse(values);
  switch (data?.kind) {
    case 'microsoft-graph':
      return data.mailbox;
    case 'built-in':
      return data.relay?.user;
    default:
      return data?.user;
  }
}
