/** What may be wrong with any settings, whatever is done with them. */
export const SETTINGS_REFUSALS = [
  'settings.secret_required',
  'settings.no_incoming_login',
  'certificate.unknown',
  'account.unknown',
  'account.needs_linking',
  'seal.not_ours',
] as const;

export const SAVED =
  'What outbound-mail found to work is saved. If-Match is required once a profile exists. What does not work is a 422 ' +
  'with the code of the step that failed and all steps, and nothing is saved. A secret that is left out is kept for the ' +
  'same host, port, user and protection only';

export const TESTED =
  'Every step that was tried, also when one failed. A draft is not saved; without a body, what is stored is tried';

export const VALIDATED = `${TESTED}. No mail leaves, and addresses are not checked`;
