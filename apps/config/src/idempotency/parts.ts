import { APP_INTERCEPTOR } from '@nestjs/core';
import { CreateAnsweredRequest1763596950001 } from './1763596950001-create-answered-request.js';
import { AnsweredRequest } from './answered-request.entity.js';
import { AnsweredRequests } from './answered-requests.js';
import { IdempotencyInterceptor } from './idempotency.interceptor.js';

export const IDEMPOTENCY_ENTITIES = [AnsweredRequest];
export const IDEMPOTENCY_MIGRATIONS = [CreateAnsweredRequest1763596950001];
export const IDEMPOTENCY_PROVIDERS = [AnsweredRequests, { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor }];
