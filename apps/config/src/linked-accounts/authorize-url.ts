/** What a person is sent to Microsoft with. */
export interface Authorization {
  /** `https://login.microsoftonline.com`, or what stands in its place. */
  readonly login: string;
  readonly tenantId: string;
  readonly clientId: string;
  readonly mailScopes: readonly string[];
  readonly redirectUri: string;
  readonly state: string;
  readonly nonce: string;
  readonly codeChallenge: string;
}

/**
 * The parameters that an admin compares with the documentation, in its order, and PKCE (RFC 7636 §4.3) behind them. Ours,
 * because a library adds parameters of its own.
 */
export function authorizeUrl(it: Authorization): string {
  const query = new URLSearchParams([
    ['scope', scopesOf(it.mailScopes).join(' ')],
    ['response_type', 'code'],
    ['redirect_uri', it.redirectUri],
    ['state', it.state],
    ['nonce', it.nonce],
    ['prompt', 'select_account'],
    ['client_id', it.clientId],
    ['response_mode', 'query'],
    ['code_challenge', it.codeChallenge],
    ['code_challenge_method', 'S256'],
  ]);
  return `${it.login}/${it.tenantId}/oauth2/v2.0/authorize?${query}`;
}

/** `offline_access` is what makes Microsoft give a refresh token. */
export const scopesOf = (mailScopes: readonly string[]): string[] => [
  'openid',
  'profile',
  'offline_access',
  ...mailScopes,
];

/** The setting is separated by commas, the URL by spaces. */
export const readMailScopes = (setting: string): string[] => setting.split(',').map((scope) => scope.trim());
