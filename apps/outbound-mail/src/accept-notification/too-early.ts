import { publisherOf } from '@replyline/contracts';
import type { Facts, Requested } from './facts.js';
import type { Plan } from './plan.js';

/** Whether something that the plan lacked may only be late: settings travel by another way than events. */
export function mayBeTooEarly(planned: Plan, event: Requested, { now, publishers }: Pick<Facts, 'now' | 'publishers'>) {
  const ageMs = now.getTime() - new Date(event.time).getTime();
  const isUnknown = planned.refusal === 'policy.publisher_not_allowed' && !publishers(publisherOf(event));
  if (!isUnknown && !isLacking(planned)) return false;
  return ageMs > -CLOCK_SKEW_MS && ageMs < (isUnknown ? PUBLISHER_GRACE_MS : GRACE_MS);
}

const isLacking = ({ refusal, deliveries }: Plan): boolean =>
  refusal === 'recipient.nobody' || deliveries.some(({ state }) => state === 'rejected');

/** Anybody who may publish can make us wait, so not for long: what is tried again keeps its place in its lane. */
const GRACE_MS = 1_500;
/** Whoever has just been registered begins at once; nobody without an account of the broker gets here. */
const PUBLISHER_GRACE_MS = 3_500;
const CLOCK_SKEW_MS = 5_000;
