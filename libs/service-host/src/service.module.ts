import { Module, type BeforeApplicationShutdown, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { JetStreamStrategy, MESSAGING_MIGRATIONS, MessagingModule, NatsLink } from '@replyline/messaging';
import { DataSource } from 'typeorm';
import { AccessGuard } from './access/access.guard.js';
import { TokenVerifier } from './access/token-verifier.js';
import { connectDatabase, type Entities, type Migrations } from './database/connect-database.js';
import { WriteWatch } from './database/write-watch.js';
import type { BaseEnvironment } from './environment/base-environment.js';
import { DeadLettersController } from './dead-letters/dead-letters.controller.js';
import { HealthController } from './health/health.controller.js';
import { Readiness } from './health/readiness.js';
import { DocsController } from './openapi/docs.controller.js';
import { SERVICE_TITLE } from './openapi/document.js';
import { ProblemFilter } from './problem/problem.filter.js';
import { TaggedInterceptor } from './request/tagged.js';
import { YamlInterceptor } from './request/yaml.interceptor.js';
import { RequestsInFlight } from './stop/requests-in-flight.js';

interface ServiceOptions {
  readonly name: string;
  readonly env: BaseEnvironment;
  readonly entities: Entities;
  /** The service's own; those of messaging come by themselves. */
  readonly migrations: Migrations;
}

/** What every service has: its database, its events, the door, health, problems and documentation. Imported once, global. */
@Module({})
export class ServiceModule implements BeforeApplicationShutdown {
  constructor(
    private readonly readiness: Readiness,
    private readonly requests: RequestsInFlight,
    private readonly events: JetStreamStrategy,
    db: DataSource,
    nats: NatsLink,
  ) {
    const watch = new WriteWatch(db);
    readiness.require('PostgreSQL', () => watch.isWritable());
    readiness.require('NATS', () => nats.isConnected());
  }

  /** From here on nothing new is taken; what was taken goes on. */
  beginStopping(): void {
    this.readiness.beginStopping();
    void this.events.close();
  }

  /** Nest calls global modules last, so the service's own workers have finished by now. */
  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all([this.requests.idle(), this.events.close()]);
  }

  static forRoot(options: ServiceOptions): DynamicModule {
    const { name, env } = options;
    return {
      module: ServiceModule,
      global: true,
      imports: [MessagingModule.forRoot({ service: name, natsUrl: env.NATS_URL })],
      controllers: [HealthController, DocsController, DeadLettersController],
      providers: [
        Readiness,
        RequestsInFlight,
        { provide: DataSource, useFactory: () => connectDatabase(withMessaging(options)) },
        { provide: TokenVerifier, useValue: new TokenVerifier(env) },
        { provide: SERVICE_TITLE, useValue: name },
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: APP_FILTER, useClass: ProblemFilter },
        // The outermost one first: what it writes down is the whole answer.
        { provide: APP_INTERCEPTOR, useClass: YamlInterceptor },
        { provide: APP_INTERCEPTOR, useClass: TaggedInterceptor },
      ],
      exports: [Readiness, RequestsInFlight, DataSource],
    };
  }
}

const withMessaging = (options: ServiceOptions): ServiceOptions => ({
  ...options,
  migrations: [...MESSAGING_MIGRATIONS, ...options.migrations],
});
