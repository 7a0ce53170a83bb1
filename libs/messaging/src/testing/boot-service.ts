import { Module, type INestApplication, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { DataSource } from 'typeorm';
import { JetStreamStrategy } from '../jet-stream-strategy.js';
import { MESSAGING_MIGRATIONS, MessagingModule } from '../messaging.module.js';

export interface UnderTest {
  /** The name of the service on NATS. */
  readonly service: string;
  readonly databaseUrl: string;
  readonly natsUrl: string;
  readonly controller: Type;
}

@Module({})
class Database {}

@Module({})
class Service {}

/** A service that is nothing but one controller, booted as a real one is: everything initialised first, then the consumers. */
export async function bootService({ service, databaseUrl, natsUrl, controller }: UnderTest): Promise<INestApplication> {
  const options = {
    type: 'postgres' as const,
    url: databaseUrl,
    migrations: MESSAGING_MIGRATIONS,
    migrationsRun: true,
  };
  const connect = () => new DataSource(options).initialize();
  const database = {
    module: Database,
    global: true,
    providers: [{ provide: DataSource, useFactory: connect }],
    exports: [DataSource],
  };
  const imports = [database, MessagingModule.forRoot({ service, natsUrl })];
  const app = await NestFactory.create({ module: Service, imports, controllers: [controller] }, { logger: false });
  app.connectMicroservice({ strategy: app.get(JetStreamStrategy) });
  await app.init();
  await app.startAllMicroservices();
  return app;
}
