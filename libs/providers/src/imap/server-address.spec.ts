import { describe, expect, it } from '@jest/globals';
import { isReachable } from '../server-address/reachable-address.js';
import { serverAddress } from './server-address.js';

describe('the address of a mail server', () => {
  it.each([
    ['169.254.169.254', true],
    ['169.254.0.1', true],
    ['fe80::1', true],
    ['fd00:ec2::254', true],
    ['::ffff:169.254.169.254', true],
    ['10.1.2.3', false],
    ['192.168.0.10', false],
    ['127.0.0.1', false],
    ['fd12::5', false],
  ])('%s is refused: %s', (address, refused) => {
    expect(isReachable(address)).toBe(!refused);
  });

  it('is refused by its code', async () => {
    await expect(serverAddress('169.254.169.254')).rejects.toMatchObject({ code: 'mailbox.host_refused' });
  });
});
