import { ERRORS, type Disposition, type ErrorCode } from './catalogue.js';

/** What a `Failure` may carry: identifiers and numbers, never an address, a subject, a text or a token. */
export type Details = Readonly<Record<string, string | number>>;

/** An expected failure. Anything else that is thrown is a defect. */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly code: ErrorCode;
  readonly details: Details;

  constructor(code: ErrorCode, details: Details = {}, options?: ErrorOptions) {
    super(messageOf(code, details), options);
    this.code = code;
    this.details = details;
  }

  /** The next thing a person should do, in the imperative. */
  get remediation(): string {
    return ERRORS[this.code].remediation;
  }

  get disposition(): Disposition {
    return ERRORS[this.code].disposition;
  }
}

/** What is wrong with what somebody handed over is of no use without where, and best with why. */
const messageOf = (code: ErrorCode, { paths, why = paths }: Details): string =>
  why === undefined ? ERRORS[code].title : `${ERRORS[code].title}: ${why}`;

/** The code of an expected failure; `defect` for anything else. */
export const codeOf = (error: unknown): ErrorCode | 'defect' => (error instanceof Failure ? error.code : 'defect');
