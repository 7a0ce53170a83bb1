import type { DynamicModule, Type } from '@nestjs/common';
import { ModulesContainer, NestFactory } from '@nestjs/core';
import { documentOf } from './document-of.js';

/** Prints the OpenAPI document of a service as JSON. Its parts are put together and none of them is made. */
export async function printOpenApi(module: DynamicModule | Type, title: string): Promise<void> {
  const app = await NestFactory.create(module as Type, { preview: true, logger: false, abortOnError: false });
  process.stdout.write(`${JSON.stringify(documentOf(app.get(ModulesContainer), title), null, 2)}\n`);
}
