/** Not for reading. */
export const UNSEEN: ReadonlySet<string> = new Set(
  'head title style script template object iframe noscript'.split(' '),
);
/** They begin and end a line. */
export const BLOCKS: ReadonlySet<string> = new Set(
  'address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol p pre section summary table tbody tfoot thead tr ul'.split(
    ' ',
  ),
);
