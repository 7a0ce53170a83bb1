import { describe, expect, it } from '@jest/globals';
import { authorizeUrl, readMailScopes } from './authorize-url.js';
import { DEFAULT_MAIL_SCOPES } from './microsoft-app-body.js';

describe('the URL that links an account', () => {
  it('has exactly the documented parameters in their order, then PKCE', () => {
    const url = authorizeUrl({
      login: 'https://login.microsoftonline.com',
      tenantId: '11111111-2222-4333-8444-555555555555',
      clientId: '66666666-7777-4888-8999-000000000000',
      mailScopes: readMailScopes(DEFAULT_MAIL_SCOPES),
      redirectUri: 'https://mail.example.test/v1/linked-accounts/callback',
      state: 'the-state',
      nonce: 'the-nonce',
      codeChallenge: 'the-challenge',
    });
    expect(url).toBe(
      'https://login.microsoftonline.com/11111111-2222-4333-8444-555555555555/oauth2/v2.0/authorize' +
        '?scope=openid+profile+offline_access' +
        '+https%3A%2F%2Foutlook.office.com%2FIMAP.AccessAsUser.All+https%3A%2F%2Foutlook.office.com%2FSMTP.Send' +
        '&response_type=code' +
        '&redirect_uri=https%3A%2F%2Fmail.example.test%2Fv1%2Flinked-accounts%2Fcallback' +
        '&state=the-state&nonce=the-nonce&prompt=select_account&client_id=66666666-7777-4888-8999-000000000000' +
        '&response_mode=query&code_challenge=the-challenge&code_challenge_method=S256',
    );
  });

  it('asks for the scopes of the setting, which commas separate', () => {
    expect(readMailScopes('https://a.test/One, https://a.test/Two')).toEqual([
      'https://a.test/One',
      'https://a.test/Two',
    ]);
  });
});
