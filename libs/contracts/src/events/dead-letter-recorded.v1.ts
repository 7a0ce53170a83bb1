import { z } from 'zod';
import { event } from '../event.js';
import { SERVICE_NAMES } from '../services.js';

/** An event could not be handled and was put aside, whole, in the service's own database. */
export const DeadLetterRecordedV1 = event(
  'dead-letter.recorded.v1',
  z.object({
    deadLetterId: z.uuid(),
    /** The durable name of the consumer. */
    consumer: z.string().max(120),
    stream: z.string().max(120),
    sequence: z.int().min(0),
    code: z.string().max(100),
    /** Which paths break the contract, where that is why. */
    paths: z.string().max(2_000).optional(),
  }),
  { by: SERVICE_NAMES },
);
