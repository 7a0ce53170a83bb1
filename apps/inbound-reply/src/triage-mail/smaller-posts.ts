import type { ReplyFiles } from '../keep-files/reply-files.js';
import type { Besides } from './besides.js';

interface Carried extends Pick<ReplyFiles, 'leftOut'> {
  readonly besides: Besides;
}

/**
 * A post, and what is left of it where an event has no room for all: first what goes with the text is given up, in the order in
 * which it is missed least, then the names of what nobody gets. What a person wrote, and his files, are never given up.
 */
export function* smallerPosts<P extends Carried>(post: P): Generator<P> {
  yield post;
  const { answers } = post.besides;
  if (post.besides.elided !== undefined) yield { ...post, besides: answers ? { answers } : {} };
  if (answers) yield { ...post, besides: {} };
  for (let count = post.leftOut.length - 1; count >= 0; count -= 1)
    yield { ...post, besides: {}, leftOut: post.leftOut.slice(0, count) };
}
