import { TestEnvironment } from 'jest-environment-node';

let realm;

/** One realm for all specs of a worker, which the packages need that they share. What a spec adds to it goes with the spec. */
export default class OneRealm extends TestEnvironment {
  constructor(...args) {
    if (realm) return realm;
    super(...args);
    this.own = new Set(Reflect.ownKeys(this.global));
    realm = this;
  }

  async teardown() {
    for (const clock of [this.fakeTimers, this.fakeTimersModern]) clock.useRealTimers();
    for (const key of Reflect.ownKeys(this.global)) if (!this.own.has(key)) delete this.global[key];
  }
}
