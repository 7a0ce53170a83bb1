import { LEASES_MIGRATIONS, LeasesModule } from '@replyline/leases';
import { ServiceModule } from '@replyline/service-host';
import { Module, type DynamicModule, type MiddlewareConsumer, type NestModule } from '@nestjs/common';
import type { MigrationInterface } from 'typeorm';
import {
  ALTERNATIVE_SENDERS_CONTROLLERS,
  ALTERNATIVE_SENDERS_ENTITIES,
  ALTERNATIVE_SENDERS_MIGRATIONS,
  ALTERNATIVE_SENDERS_PROVIDERS,
} from './alternative-senders/parts.js';
import { Announce } from './announce/announce.js';
import { AuditMiddleware } from './audit/audit.middleware.js';
import { AUDIT_CONTROLLERS, AUDIT_ENTITIES, AUDIT_MIGRATIONS, AUDIT_PROVIDERS } from './audit/parts.js';
import {
  CERTIFICATES_CONTROLLERS,
  CERTIFICATES_ENTITIES,
  CERTIFICATES_MIGRATIONS,
  CERTIFICATES_PROVIDERS,
} from './certificates/parts.js';
import { CONFIGURATION_CONTROLLERS, CONFIGURATION_PROVIDERS } from './configuration/parts.js';
import {
  DKIM_KEYS_CONTROLLERS,
  DKIM_KEYS_ENTITIES,
  DKIM_KEYS_MIGRATIONS,
  dkimKeysProviders,
} from './dkim-keys/parts.js';
import type { Environment } from './environment.js';
import { GROUPS_CONTROLLERS, GROUPS_PROVIDERS } from './groups/parts.js';
import { IDEMPOTENCY_ENTITIES, IDEMPOTENCY_MIGRATIONS, IDEMPOTENCY_PROVIDERS } from './idempotency/parts.js';
import {
  LINKED_ACCOUNTS_CONTROLLERS,
  LINKED_ACCOUNTS_ENTITIES,
  LINKED_ACCOUNTS_MIGRATIONS,
  linkedAccountsProviders,
} from './linked-accounts/parts.js';
import { POLICY_DRY_RUN_CONTROLLERS, POLICY_DRY_RUN_PROVIDERS } from './policy-dry-run/parts.js';
import {
  PUBLISHERS_CONTROLLERS,
  PUBLISHERS_ENTITIES,
  PUBLISHERS_MIGRATIONS,
  PUBLISHERS_PROVIDERS,
} from './publishers/parts.js';
import { ReplyMailboxController } from './reply-mailbox/reply-mailbox.controller.js';
import { ReplyMailboxesController } from './reply-mailbox/reply-mailboxes.controller.js';
import { ReplyMailbox } from './reply-mailbox/reply-mailbox.js';
import { SECRET_ROTATION_CONTROLLERS, SECRET_ROTATION_PROVIDERS } from './secret-rotation/parts.js';
import { KeyRings } from './secrets/key-rings.js';
import { SENDING_PROFILES_CONTROLLERS, SENDING_PROFILES_PROVIDERS } from './sending-profiles/parts.js';
import { SayAgain } from './say-again/say-again.js';
import { CreateSettings1763596800000 } from './settings/1763596800000-create-settings.js';
import { SettingsStore } from './settings/settings-store.js';
import { StoredSettings } from './settings/stored-settings.entity.js';
import { TrySettings } from './trial/try-settings.js';
import { SHARED_EMAIL_CONFIG_CONTROLLERS, SHARED_EMAIL_CONFIG_PROVIDERS } from './shared-email-config/parts.js';
import { SUBSCRIPTIONS_CONTROLLERS, SUBSCRIPTIONS_MIGRATIONS, SUBSCRIPTIONS_PROVIDERS } from './subscriptions/parts.js';
import { CreateDirectoryUser1763596800001 } from './users/1763596800001-create-directory-user.js';
import { FindUsers } from './users/find-users.js';
import { MeController } from './users/me.controller.js';
import { ForgetUser } from './users/forget-user.js';
import { User } from './users/user.entity.js';
import { UsersController } from './users/users.controller.js';
import { Users } from './users/users.js';

/** Everything that is kept. */
export const ENTITIES = [
  StoredSettings,
  User,
  ...LINKED_ACCOUNTS_ENTITIES,
  ...CERTIFICATES_ENTITIES,
  ...ALTERNATIVE_SENDERS_ENTITIES,
  ...AUDIT_ENTITIES,
  ...PUBLISHERS_ENTITIES,
  ...IDEMPOTENCY_ENTITIES,
  ...DKIM_KEYS_ENTITIES,
];

/** Oldest first. */
export const MIGRATIONS: readonly (new () => MigrationInterface)[] = [
  CreateSettings1763596800000,
  CreateDirectoryUser1763596800001,
  ...LINKED_ACCOUNTS_MIGRATIONS,
  ...CERTIFICATES_MIGRATIONS,
  ...ALTERNATIVE_SENDERS_MIGRATIONS,
  ...AUDIT_MIGRATIONS,
  ...PUBLISHERS_MIGRATIONS,
  ...IDEMPOTENCY_MIGRATIONS,
  ...DKIM_KEYS_MIGRATIONS,
  ...SUBSCRIPTIONS_MIGRATIONS,
  ...LEASES_MIGRATIONS,
];

/** What admins decide, and who the users are. */
@Module({})
export class ConfigModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(AuditMiddleware).forRoutes('{*path}');
  }

  static for(env: Environment): DynamicModule {
    const rings: KeyRings = {
      outbound: env.OUTBOUND_SECRET_KEYS,
      inbound: env.INBOUND_SECRET_KEYS,
      own: env.CONFIG_SECRET_KEYS,
    };
    return {
      module: ConfigModule,
      imports: [
        ServiceModule.forRoot({ name: 'config', env, entities: ENTITIES, migrations: MIGRATIONS }),
        LeasesModule,
      ],
      controllers: [
        ...SHARED_EMAIL_CONFIG_CONTROLLERS,
        ...SENDING_PROFILES_CONTROLLERS,
        ReplyMailboxController,
        ReplyMailboxesController,
        UsersController,
        MeController,
        ...SUBSCRIPTIONS_CONTROLLERS,
        ...LINKED_ACCOUNTS_CONTROLLERS,
        ...SECRET_ROTATION_CONTROLLERS,
        ...CERTIFICATES_CONTROLLERS,
        ...DKIM_KEYS_CONTROLLERS,
        ...ALTERNATIVE_SENDERS_CONTROLLERS,
        ...AUDIT_CONTROLLERS,
        ...PUBLISHERS_CONTROLLERS,
        ...GROUPS_CONTROLLERS,
        ...CONFIGURATION_CONTROLLERS,
        ...POLICY_DRY_RUN_CONTROLLERS,
      ],
      providers: [
        { provide: KeyRings, useValue: rings },
        Announce,
        SettingsStore,
        TrySettings,
        ...SENDING_PROFILES_PROVIDERS,
        ...SHARED_EMAIL_CONFIG_PROVIDERS,
        ReplyMailbox,
        Users,
        ForgetUser,
        FindUsers,
        ...SUBSCRIPTIONS_PROVIDERS,
        SayAgain,
        ...linkedAccountsProviders(env),
        ...SECRET_ROTATION_PROVIDERS,
        ...CERTIFICATES_PROVIDERS,
        ...dkimKeysProviders(env),
        ...ALTERNATIVE_SENDERS_PROVIDERS,
        ...AUDIT_PROVIDERS,
        ...PUBLISHERS_PROVIDERS,
        ...GROUPS_PROVIDERS,
        ...CONFIGURATION_PROVIDERS,
        ...POLICY_DRY_RUN_PROVIDERS,
        ...IDEMPOTENCY_PROVIDERS,
      ],
    };
  }
}
