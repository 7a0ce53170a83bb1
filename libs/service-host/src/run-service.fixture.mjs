/** A service as small as one can be, for the spec of its beginning and its end. Runs the build, as in production. */
import { Controller, Get, Module } from '@nestjs/common';
import { baseEnvironment, Public, runService, ServiceModule } from '@replyline/service-host';

class BreakController {
  later() {
    void Promise.reject(new Error('nobody waits for this'));
    return {};
  }

  never() {
    return new Promise(() => undefined);
  }
}
const route = (name, path) =>
  Get(path)(BreakController.prototype, name, Object.getOwnPropertyDescriptor(BreakController.prototype, name));
route('later', 'later');
route('never', 'never');
Public()(BreakController);
Controller('break')(BreakController);

class FixtureModule {}

void runService({
  name: 'fixture',
  environment: baseEnvironment,
  module: (env) => {
    Module({
      imports: [ServiceModule.forRoot({ name: 'fixture', env, entities: [], migrations: [] })],
      controllers: [BreakController],
    })(FixtureModule);
    return FixtureModule;
  },
});
