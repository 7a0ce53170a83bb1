/** A clock that stands until the test moves it. */
export interface FakeClock {
  readonly now: () => Date;
  readonly advance: (byMs: number) => void;
  readonly set: (to: Date | string) => void;
}

export function fakeClock(start: Date | string = '2026-01-01T12:00:00.000Z'): FakeClock {
  let nowMs = new Date(start).getTime();
  return {
    now: () => new Date(nowMs),
    advance: (byMs) => {
      nowMs += byMs;
    },
    set: (to) => {
      nowMs = new Date(to).getTime();
    },
  };
}
