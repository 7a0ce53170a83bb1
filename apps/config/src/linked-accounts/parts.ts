import type { Provider } from '@nestjs/common';
import { Clock, systemClock } from '../clock.js';
import type { Environment } from '../environment.js';
import { CreateLinkedAccount1763596920000 } from './1763596920000-create-linked-account.js';
import { AccessTokens } from './access-tokens.js';
import { EntraTokenEndpoint } from './entra-token-endpoint.js';
import { KeepFresh } from './keep-fresh.js';
import { LinkAccounts } from './link-accounts.js';
import { LinkAttempt } from './link-attempt.entity.js';
import { LinkAttempts } from './link-attempts.js';
import { LinkCallbackController } from './link-callback.controller.js';
import { LinkCookie } from './link-cookie.js';
import { LinkedAccount } from './linked-account.entity.js';
import { LinkedAccountsConsumer } from './linked-accounts.consumer.js';
import { LinkedAccountsController } from './linked-accounts.controller.js';
import { LinkedAccounts } from './linked-accounts.js';
import { MicrosoftAppController } from './microsoft-app.controller.js';
import { MicrosoftApp } from './microsoft-app.entity.js';
import { MicrosoftApps } from './microsoft-apps.js';
import { MicrosoftSettings } from './microsoft-settings.js';
import { MyLinkedAccountController } from './my-linked-account.controller.js';
import { TokenEndpoint } from './token-endpoint.js';
import { TokenVault } from './token-vault.js';

export const LINKED_ACCOUNTS_ENTITIES = [MicrosoftApp, LinkAttempt, LinkedAccount];
export const LINKED_ACCOUNTS_MIGRATIONS = [CreateLinkedAccount1763596920000];

/** The callback comes before the routes that take an id. */
export const LINKED_ACCOUNTS_CONTROLLERS = [
  LinkCallbackController,
  LinkedAccountsController,
  MyLinkedAccountController,
  MicrosoftAppController,
  LinkedAccountsConsumer,
];

/** Needs `Announce`, `KeyRings` and the leases. */
export const linkedAccountsProviders = (env: Environment): Provider[] => [
  { provide: Clock, useValue: systemClock },
  { provide: MicrosoftSettings, useValue: new MicrosoftSettings(env.PUBLIC_URL, env.MICROSOFT_BASE_URL) },
  { provide: TokenEndpoint, useClass: EntraTokenEndpoint },
  MicrosoftApps,
  LinkAttempts,
  LinkAccounts,
  LinkCookie,
  LinkedAccounts,
  AccessTokens,
  TokenVault,
  KeepFresh,
];
