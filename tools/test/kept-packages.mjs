import Runtime from 'jest-runtime';

const isPackage = (key) => key.includes('/node_modules/');

/** Modules by path. Those of packages are the same in all registries of a worker. */
class Registry extends Map {
  #packages;

  constructor(packages) {
    super();
    this.#packages = packages;
  }

  get(key) {
    return isPackage(key) ? this.#packages.get(key) : super.get(key);
  }

  has(key) {
    return isPackage(key) ? this.#packages.has(key) : super.has(key);
  }

  set(key, module) {
    if (isPackage(key)) this.#packages.set(key, module);
    else super.set(key, module);
    return this;
  }

  delete(key) {
    return isPackage(key) ? this.#packages.delete(key) : super.delete(key);
  }
}

const packages = { commonJs: new Map(), esm: new Map() };

/** Loads our own modules anew for each spec, and packages once. */
export default class KeptPackages extends Runtime {
  constructor(...args) {
    super(...args);
    this.registries.moduleRegistry = new Registry(packages.commonJs);
    this.registries.esModuleRegistry = new Registry(packages.esm);
  }

  /** A package that imports another one when it is first asked does so through the runtime that has loaded it. */
  teardown() {
    super.teardown();
    this.testState.enterTestCode();
  }
}
