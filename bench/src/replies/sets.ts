import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readMessage } from '@replyline/mail/reading';
import type { SentMail } from '@replyline/mail';
import { ROOT } from '@replyline/tools';
import { simpleParser } from 'mailparser';
import type { CaseSet, ReplyCase } from './case.js';

/** Where the two public sets lie: beside the project, unless the environment says otherwise. */
const PUBLIC_SETS = process.env['REPLIES_SETS'] ?? join(ROOT, '../shared/corpus');
/** The sets contradict each other in two cases, so that nobody reaches all of both. */
const PUBLIC: Readonly<Record<string, number>> = { 'replies-a': 47, 'replies-b': 18 };
const CORPUS = join(ROOT, 'corpus');

/** The public sets that are there, and what is missing in words. */
export function publicSets(): { readonly sets: readonly CaseSet[]; readonly missing: readonly string[] } {
  const fileOf = (name: string): string => join(PUBLIC_SETS, `${name}.json`);
  const [there, missing] = [true, false].map((is) =>
    Object.keys(PUBLIC).filter((name) => existsSync(fileOf(name)) === is),
  );
  return {
    sets: there!.map((name) => ({ name, goal: PUBLIC[name]!, cases: read(fileOf(name)) })),
    missing: missing!.map((name) => `${fileOf(name)} is not there and is left out (REPLIES_SETS names its folder)`),
  };
}

function read(file: string): ReplyCase[] {
  const cases = JSON.parse(readFileSync(file, 'utf8')) as { name: string; input: string; expected: string }[];
  return cases.map(({ name, input, expected }) => ({ name, mail: { text: input }, plain: input, expected }));
}

interface Expected {
  readonly reply?: { readonly text: string };
  readonly sent?: string;
}

/** Each mail of `corpus/` that says what its person wrote. */
export async function corpusSet(): Promise<CaseSet> {
  const cases: ReplyCase[] = [];
  for (const file of readdirSync(CORPUS).filter((name) => name.endsWith('.eml'))) {
    const expected = JSON.parse(readFileSync(join(CORPUS, file.replace(/eml$/, 'expected.json')), 'utf8')) as Expected;
    if (expected.reply) cases.push(await corpusCase(file, expected.reply.text, expected.sent));
  }
  return { name: 'corpus', cases, goal: cases.length };
}

async function corpusCase(file: string, expected: string, sentFile: string | undefined): Promise<ReplyCase> {
  const raw = readFileSync(join(CORPUS, file));
  const { text, html, from } = await readMessage(raw);
  const sent = sentFile === undefined ? undefined : await sentMail(sentFile);
  const plain = text ?? (await simpleParser(raw)).text ?? '';
  return { name: file.replace(/\.eml$/, ''), mail: { text, html, from }, plain, expected, ...(sent && { sent }) };
}

async function sentMail(file: string): Promise<SentMail> {
  const { text = '', subject } = await readMessage(readFileSync(join(CORPUS, file)));
  return { text, subject, from: 'Replyline <replies@replyline.example.test>' };
}
