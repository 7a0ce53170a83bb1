/** What takes a parser and a document tree, apart: a process that only knows facts about mail starts without them. */
export { readMessage } from './reading/read-message.js';
export { extractReply } from './reply/extract-reply.js';
export { labelledLines, type LabelledLine } from './reply/labelled-lines.js';
export { corpusCase, type CaseInput, type CorpusCase, type TokenKind } from './anonymise/corpus-case.js';
