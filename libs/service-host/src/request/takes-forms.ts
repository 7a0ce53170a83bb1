/**
 * Provide under this token a pattern of the paths that take forms too: a mail program that unsubscribes sends one (RFC 8058
 * §3.2). What stands in a form is not read.
 */
export const TAKES_FORMS = Symbol('which paths take forms');

/** RFC 8058 §3.1 lets the sender of a form choose. */
export const FORMS = ['application/x-www-form-urlencoded', 'multipart/form-data'];
