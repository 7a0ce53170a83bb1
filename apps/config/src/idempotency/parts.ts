import { EVERY_POST, IDEMPOTENCY_KEY } from '@replyline/service-host';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { CreateAnsweredRequest1763596950001 } from './1763596950001-create-answered-request.js';
import { AnsweredRequest } from './answered-request.entity.js';
import { AnsweredRequests } from './answered-requests.js';
import { IdempotencyInterceptor } from './idempotency.interceptor.js';

const IDEMPOTENT_POST = {
  headers: [
    {
      name: IDEMPOTENCY_KEY,
      required: false,
      description: 'Of your making. For a day a repetition with the same key and body is answered alike and done once',
    },
  ],
  refuses: ['request.invalid', 'request.idempotency_key_reused', 'request.in_progress'],
};

export const IDEMPOTENCY_ENTITIES = [AnsweredRequest];
export const IDEMPOTENCY_MIGRATIONS = [CreateAnsweredRequest1763596950001];
export const IDEMPOTENCY_PROVIDERS = [
  AnsweredRequests,
  { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor },
  { provide: EVERY_POST, useValue: IDEMPOTENT_POST },
];
