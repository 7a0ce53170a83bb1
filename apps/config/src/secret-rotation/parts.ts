import type { Provider } from '@nestjs/common';
import { CertificateKeys } from './certificate-keys.js';
import { DkimPrivateKeys } from './dkim-private-keys.js';
import { AccountTokens, AppSecret, AttemptSecrets } from './own-secrets.js';
import { RotateSecrets } from './rotate-secrets.js';
import { SealedSources, type SealedSource } from './sealed-source.js';
import { SecretRotationController } from './secret-rotation.controller.js';
import { SettingsSecrets } from './settings-secrets.js';

/** One more table with ciphertexts is one more of these. */
const SOURCES = [SettingsSecrets, CertificateKeys, DkimPrivateKeys, AppSecret, AccountTokens, AttemptSecrets];

export const SECRET_ROTATION_CONTROLLERS = [SecretRotationController];

export const SECRET_ROTATION_PROVIDERS: Provider[] = [
  ...SOURCES,
  { provide: SealedSources, useFactory: (...all: SealedSource[]) => new SealedSources(all), inject: SOURCES },
  RotateSecrets,
];
