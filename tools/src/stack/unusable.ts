/** What the person who started the stack has to mend himself. The message is all that he needs to read. */
export class Unusable extends Error {
  override readonly name = 'Unusable';
}
