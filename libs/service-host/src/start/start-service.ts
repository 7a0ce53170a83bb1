import type { DynamicModule, Type } from '@nestjs/common';
import { Logger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Failure } from '@replyline/errors';
import { JetStreamStrategy, NatsLink } from '@replyline/messaging';
import { DataSource } from 'typeorm';
import type { z } from 'zod';
import { baseEnvironment, type BaseEnvironment } from '../environment/base-environment.js';
import type { Log } from '../log/log.js';
import { NestLog } from '../log/nest-log.js';
import { ServiceModule } from '../service.module.js';
import { configureHttp } from './configure-http.js';
import { untilAnswers } from './until-answers.js';

type Environment = z.ZodObject<typeof baseEnvironment.shape>;

export interface ServiceDefinition<S extends Environment = Environment> {
  readonly name: string;
  /** `baseEnvironment.extend({ … })` */
  readonly environment: S;
  /** The composition root; imports `ServiceModule.forRoot`. */
  readonly module: (env: z.output<S>) => DynamicModule | Type;
}

export interface RunningService {
  readonly url: string;
  readonly app: NestExpressApplication;
  /** Not ready, take nothing more, finish, drain, close. */
  stop(): Promise<void>;
}

/** Brings a service up to where it listens. Throws a code of `service` when PostgreSQL, NATS or the system does not let it. */
export async function startService<S extends Environment>(
  { name, module }: ServiceDefinition<S>,
  env: z.output<S> & BaseEnvironment,
  log: Log,
): Promise<RunningService> {
  Logger.overrideLogger(new NestLog(log));
  await untilAnswers({
    part: 'NATS',
    attempt: () => NatsLink.reach(env.NATS_URL, name),
    deadlineMs: env.START_TIMEOUT_SECONDS * 1_000,
  });
  const app = await createApp(module(env), env, log);
  app.connectMicroservice({ strategy: app.get(JetStreamStrategy) }, { inheritAppConfig: false });
  await app.init();
  await app.startAllMicroservices();
  await app.listen(env.PORT, env.HOST).catch(cannotListen);
  return { url: await app.getUrl(), app, stop: () => stop(app) };
}

function cannotListen(cause: NodeJS.ErrnoException): never {
  const { syscall, code: reason } = cause;
  if (syscall === undefined || reason === undefined) throw cause;
  throw new Failure('service.cannot_listen', { reason }, { cause });
}

async function createApp(
  module: DynamicModule | Type,
  { TRUST_PROXY }: BaseEnvironment,
  log: Log,
): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(module as Type, {
    logger: new NestLog(log),
    bodyParser: false,
    rawBody: true,
    abortOnError: false,
  });
  configureHttp(app, log, TRUST_PROXY);
  return app;
}

/** The database is closed last: what finishes may still write. */
async function stop(app: NestExpressApplication): Promise<void> {
  app.get(ServiceModule).beginStopping();
  const db = app.get(DataSource);
  await app.close();
  if (db.isInitialized) await db.destroy();
}
