import { expect, it } from '@jest/globals';
import { trustedProxies } from './trusted-proxies.js';

it.each([
  [undefined, []],
  ['', []],
  ['loopback', ['loopback']],
  ['10.0.0.5, 192.168.0.0/16,fd00::/8', ['10.0.0.5', '192.168.0.0/16', 'fd00::/8']],
])('%s is taken', (text, proxies) => {
  expect(trustedProxies.parse(text)).toEqual(proxies);
});

it.each(['true', '1', '*', 'proxy.example.com', '0.0.0.0/0', '10.0.0.0/33', '10.0.0.0/8/8', '::/0'])(
  '%s is refused',
  (text) => {
    expect(trustedProxies.safeParse(text).success).toBe(false);
  },
);
