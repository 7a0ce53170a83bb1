import { describe, expect, it } from '@jest/globals';
import { listFields, topicOf } from './mailing-list.js';

const list = { topic: 'orders.shipped', id: 'orders.shipped.example.test' };

describe('what can be unsubscribed from', () => {
  it('is the topic of an event', () => {
    expect(topicOf({ kind: 'event', variables: { topic: 'orders.shipped' } })).toBe('orders.shipped');
  });

  it.each([
    'mention',
    'assignment',
    'reply-rejected',
    'reply-held',
    'system-health',
    'job-status',
    'free-mail',
    'constructor',
  ])('is nothing of %s', (kind) => {
    expect(topicOf({ kind, variables: { topic: 'orders.shipped' } })).toBeUndefined();
  });
});

describe('the header fields of a list', () => {
  it('offer one click by HTTPS', () => {
    expect(listFields({ ...list, unsubscribeUrl: 'https://mail.example.test/unsubscribe/x' })).toEqual({
      'List-ID': '<orders.shipped.example.test>',
      'List-Unsubscribe': '<https://mail.example.test/unsubscribe/x>',
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    });
  });

  it('offer a page only by plain HTTP', () => {
    expect(listFields({ ...list, unsubscribeUrl: 'http://localhost:8082/unsubscribe/x' })).toEqual({
      'List-ID': '<orders.shipped.example.test>',
      'List-Unsubscribe': '<http://localhost:8082/unsubscribe/x>',
    });
  });

  it('offer nothing where nobody could reach it', () => {
    expect(listFields(list)).toEqual({ 'List-ID': '<orders.shipped.example.test>' });
  });
});
