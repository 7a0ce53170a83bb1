/** What became of a delivery whose server never answered, for people to read; the SQL of this service writes the names. */
export const RESOLUTIONS = {
  'assumed sent': 'nothing is known, so it is not sent again by itself; a person may resend it',
  'answered late': 'the answer came after all, and the state says which',
  'sent again':
    'it is an alarm, which is repeated by itself, or a person, or a look among the drafts, had it sent again',
  'found in Sent Items': 'its provider has it among what was sent',
  'not found in Sent Items': 'its provider does not have it among what was sent; a person may resend it',
  'reported by a mail server': 'a delivery report came, so a server had it',
} as const;

export const aboutResolution = `What became of it, where its server never answered. ${Object.entries(RESOLUTIONS)
  .map(([name, meaning]) => `${name}: ${meaning}`)
  .join('. ')}.`;
