import type { CaseInput, CorpusCase } from './anonymise/corpus-case.js';

/** What takes a parser and a document tree, apart: a process that only knows facts about mail starts without them. */
export { readMessage } from './reading/read-message.js';
export { extractReply } from './reply/extract-reply.js';
export { labelledLines, type LabelledLine } from './reply/labelled-lines.js';
export type { CaseInput, CorpusCase, TokenKind } from './anonymise/corpus-case.js';

/** Loaded when somebody asks for one: what is kept of a mail takes longer to learn than a parser to start. */
export const corpusCase = async (input: CaseInput): Promise<CorpusCase> =>
  (await import('./anonymise/corpus-case.js')).corpusCase(input);
