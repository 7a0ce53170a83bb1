import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { listenOn, type Listener } from '../listener.js';
import { Conversation, type Handed } from './conversation.js';
import type { Script, Step } from './script.js';

/** One line of the acceptance log. */
export interface Acceptance {
  readonly messageId: string;
  readonly reversePath: string;
  readonly forwardPaths: readonly string[];
}

export interface ScriptedSmtp {
  readonly port: number;
  /** What was answered with 250, or would have been had the connection not been cut just then. */
  accepted(): readonly Acceptance[];
  /** The messages as they came, byte for byte as latin1. */
  messages(): readonly string[];
  /** The most connections that were open at once. */
  peakConnections(): number;
  /** Changes the behaviour from the next step on. */
  follow(script: Script): void;
  stop(): Promise<void>;
}

export interface ScriptedSmtpOptions {
  /** Where `accepted.jsonl` is written, one line a message, before the reply: whoever is killed, it tells the truth. */
  readonly dir: string;
  readonly port?: number;
  readonly script?: Script;
  /** Not for a benchmark: messages stay in memory. True if absent. */
  readonly isKeepingMessages?: boolean;
}

/** An SMTP server inside this process that behaves well until its script says otherwise. */
export async function startScriptedSmtp(options: ScriptedSmtpOptions): Promise<ScriptedSmtp> {
  const { script = () => undefined, isKeepingMessages = true } = options;
  const ledger = new Ledger(resolve(options.dir), isKeepingMessages);
  const times = new Map<Step, number>();
  let current = script;
  const behaviourAt = (step: Step, argument: string) => {
    const time = (times.get(step) ?? 0) + 1;
    times.set(step, time);
    return current({ step, argument, time }) ?? {};
  };
  const listener: Listener = await listenOn(options.port, (socket) => {
    new Conversation(socket, { behaviourAt, accept: (handed) => ledger.write(handed) });
  });
  return {
    port: listener.port,
    accepted: () => ledger.accepted,
    messages: () => ledger.messages,
    peakConnections: () => listener.peakConnections(),
    follow: (next) => {
      current = next;
    },
    stop: () => listener.stop(),
  };
}

class Ledger {
  readonly accepted: Acceptance[] = [];
  readonly messages: string[] = [];
  private readonly file: string;

  constructor(
    dir: string,
    private readonly isKeepingMessages: boolean,
  ) {
    mkdirSync(dir, { recursive: true });
    this.file = join(dir, 'accepted.jsonl');
    writeFileSync(this.file, '');
  }

  write({ reversePath, forwardPaths, message }: Handed): void {
    const messageId = /^message-id:\s*<?([^>\s]*)/im.exec(message)?.[1] ?? '';
    const acceptance = { messageId, reversePath, forwardPaths };
    appendFileSync(this.file, `${JSON.stringify(acceptance)}\n`);
    this.accepted.push(acceptance);
    if (this.isKeepingMessages) this.messages.push(message);
  }
}
