import { CLOUDS, secretBinding, type SecretBinding } from '@replyline/contracts';
import { FailureAt } from '@replyline/service-host';
import type { MicrosoftAppBody } from './microsoft-app-body.js';
import type { MicrosoftApp } from './microsoft-app.entity.js';

export const APP_ID = 'microsoft-app';
const FIELD = 'clientSecret';

type Identity = Pick<MicrosoftApp, 'cloud' | 'tenantId' | 'clientId'>;

export const appBinding = ({ cloud, tenantId, clientId }: Identity, revision: number): SecretBinding =>
  secretBinding(APP_ID, FIELD, { host: CLOUDS[cloud].login, port: 443, user: `${tenantId}/${clientId}` }, revision);

/**
 * The secret that was typed, or `undefined` to keep the one that is stored. Throws `settings.secret_required` where there
 * is none, or it belongs to another application.
 */
export function typedSecret(body: MicrosoftAppBody, stored: Identity | null): string | undefined {
  const { clientSecret = '' } = body;
  if (clientSecret.trim() !== '') return clientSecret;
  if (stored && isSame(stored, body)) return undefined;
  throw new FailureAt('settings.secret_required', [{ path: FIELD, message: 'must be typed for this application' }]);
}

const isSame = (a: Identity, b: Identity): boolean =>
  a.cloud === b.cloud && a.tenantId === b.tenantId && a.clientId === b.clientId;
