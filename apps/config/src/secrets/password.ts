import { prose } from '@replyline/contracts';
import { z } from 'zod';

const MASK = /^[*•]+$/;

/**
 * What an admin typed where a password belongs. Absent or blank keeps the stored one, `null` deletes it.
 * A mask is what a form shows instead of a password; stored as one, it would lock the account out.
 */
export const password = prose(500)
  .refine((text) => !MASK.test(text), 'is a mask, not a password')
  .nullish()
  .meta({ writeOnly: true, description: 'Absent or blank keeps the stored one, null deletes it.' });

/** A second typing of the same password. Where it is sent, it must match. */
export const passwordConfirmation = z
  .string()
  .max(500)
  .optional()
  .meta({ writeOnly: true, description: 'Must equal the password, where sent.' });

interface Typed {
  readonly password?: string | null | undefined;
  readonly passwordConfirmation?: string | undefined;
}

export const isConfirmed = (typed: Typed): boolean =>
  typed.passwordConfirmation === undefined || typed.passwordConfirmation === (typed.password ?? '');

/** The path and the words of a confirmation that differs, for `refine`, which deletes a `message` from what it is given. */
export const CONFIRMATION_DIFFERS = { path: ['passwordConfirmation'], error: 'differs from the password' };
