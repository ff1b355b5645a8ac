import { createHash } from 'node:crypto';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Runs the files of one project after another, so that a worker keeps the modules that it has loaded,
 * and those of a project in an order that the seed decides.
 */
export class ShuffledProjects extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const { projects, config } = this.ctx;
    const keyOf = ({ moduleId }: TestSpecification) =>
      createHash('sha1').update(`${config.sequence.seed} ${moduleId}`).digest('hex');
    const sorted = files.map((file) => ({
      file,
      project: projects.indexOf(file.project),
      key: keyOf(file),
    }));
    sorted.sort((a, b) => a.project - b.project || (a.key < b.key ? -1 : 1));
    return await Promise.resolve(sorted.map(({ file }) => file));
  }
}
