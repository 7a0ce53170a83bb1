import { describe, expect, it } from '@jest/globals';
import { settleAssignment, type Assignment, type AssignmentFacts } from './assignment.js';

describe('an assignment', () => {
  it.each<[string, AssignmentFacts, Assignment]>([
    [
      'of somebody else notifies him',
      { callerId: 'ann', userId: 'bob', currentId: null },
      { userId: 'bob', notified: true },
    ],
    [
      'to somebody new notifies him',
      { callerId: 'ann', userId: 'bob', currentId: 'cy' },
      { userId: 'bob', notified: true },
    ],
    [
      'that is made again notifies nobody',
      { callerId: 'ann', userId: 'bob', currentId: 'bob' },
      { userId: 'bob', notified: false, reason: 'unchanged' },
    ],
    [
      'to oneself notifies nobody',
      { callerId: 'ann', userId: 'ann', currentId: 'bob' },
      { userId: 'ann', notified: false, reason: 'self' },
    ],
    [
      'to nobody notifies nobody',
      { callerId: 'ann', userId: null, currentId: 'bob' },
      { userId: null, notified: false, reason: 'nobody' },
    ],
    [
      "to nobody where it is nobody's changes nothing",
      { callerId: 'ann', userId: null, currentId: null },
      { userId: null, notified: false, reason: 'unchanged' },
    ],
  ])('%s', (_rule, facts, assignment) => {
    expect(settleAssignment(facts)).toEqual(assignment);
  });
});
