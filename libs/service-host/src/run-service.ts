import { Failure } from '@replyline/errors';
import type { z } from 'zod';
import { baseEnvironment, type BaseEnvironment } from './environment/base-environment.js';
import { describeEnvironment } from './environment/describe-environment.js';
import { InvalidEnvironment, readEnvironment } from './environment/read-environment.js';
import { createLog, type Log } from './log/log.js';
import { printOpenApi } from './openapi/print-openapi.js';
import { startService, type ServiceDefinition } from './start/start-service.js';
import { stopOnSignal } from './stop/stop-on-signal.js';

type Environment = z.ZodObject<typeof baseEnvironment.shape>;

/** Exit statuses of sysexits.h: what an orchestrator and a person can tell apart. */
const EXIT = { defect: 1, unavailable: 69, configuration: 78 } as const;

/** Prints which variables the service reads, as JSON, and starts nothing. */
const DESCRIBE = '--describe-environment';

/** Prints the OpenAPI document, as JSON, and starts nothing; the environment must be valid, and is not used. */
const PRINT_OPENAPI = '--print-openapi';

/** The whole `main.ts` of a service. Ends the process by itself; nothing is to be awaited. */
export async function runService<S extends Environment>(service: ServiceDefinition<S>): Promise<void> {
  if (process.argv.includes(DESCRIBE)) return describe(service);
  const env = environmentOf(service);
  if (process.argv.includes(PRINT_OPENAPI)) return printOpenApi(service.module(env), service.name);
  const log = createLog(service.name, env.LOG_LEVEL);
  endOnDefects(log);
  try {
    const running = await startService(service, env, log);
    stopOnSignal({ running, log, timeoutMs: env.STOP_TIMEOUT_SECONDS * 1_000 });
    // Whoever started the process with PORT=0 reads the port here, and may send a signal from here on.
    log.info({ url: running.url }, `${service.name} is listening`);
  } catch (error) {
    const failure = error instanceof Failure ? error : undefined;
    log.fatal({ err: error, ...(failure && { remediation: failure.remediation }) }, 'cannot start');
    process.exit(failure?.code.startsWith('service.') ? EXIT.unavailable : EXIT.defect);
  }
}

const describe = <S extends Environment>({ environment }: ServiceDefinition<S>): void => {
  process.stdout.write(`${JSON.stringify(describeEnvironment(environment))}\n`);
};

/** Names every wrong variable and no value, on stderr, because nothing says yet how to log. */
function environmentOf<S extends Environment>({
  name,
  environment,
}: ServiceDefinition<S>): z.output<S> & BaseEnvironment {
  try {
    return readEnvironment(environment, process.env) as z.output<S> & BaseEnvironment;
  } catch (error) {
    if (!(error instanceof InvalidEnvironment)) throw error;
    process.stderr.write(`${name}: the environment is not valid (configuration.invalid)\n${error.message}\n`);
    process.exit(EXIT.configuration);
  }
}

/** After a defect nobody knows what still holds; everything that matters is in PostgreSQL, so a fresh start is safe. */
function endOnDefects(log: Log): void {
  const end = (error: unknown) => {
    log.fatal({ err: error }, 'defect');
    process.exit(EXIT.defect);
  };
  process.on('uncaughtException', end);
  process.on('unhandledRejection', end);
}
