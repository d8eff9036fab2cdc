import type {Builder, Value} from '../graph/ops/op.js';
import type {Ensemble} from './ensemble.js';
import type {Leaf, Question, Tree} from './tree.js';

/**
 * Adds trees to a graph: features [B, F], numbers and then codes, all float32 → [B, outputs]. Thresholds are float32, so
 * that an example which sits on one goes the way that it went in training.
 */
export function treeEnsemble(
  builder: Builder,
  features: Value,
  {start, trees}: Omit<Ensemble, 'link'>,
): Value {
  const written = new Written();
  for (const {output, tree} of trees) written.add(tree, output);
  const attributes = {...written.attributes, n_targets: start.length, base_values: [...start]};
  return builder.emit('TreeEnsembleRegressor', [features], attributes);
}

type List = 'treeids' | 'nodeids' | 'featureids' | 'truenodeids' | 'falsenodeids';

/** The lists that the operator takes. */
class Written {
  readonly #nodes: Record<List, number[]> = {
    ...{treeids: [], nodeids: [], featureids: [], truenodeids: [], falsenodeids: []},
  };
  readonly #modes: string[] = [];
  readonly #values: number[] = [];
  readonly #tracks: number[] = [];
  readonly #targets = {treeids: [] as number[], nodeids: [] as number[], ids: [] as number[]};
  readonly #weights: number[] = [];
  #trees = 0;

  add(tree: Tree, output: number): void {
    const {branches, leaves} = tree;
    const sizes = branches.map(({question}) => nodesFor(question));
    let inner = 0;
    const firsts = sizes.map((size) => {
      inner += size;
      return inner - size;
    });
    const place = (child: number) => (child < 0 ? inner - 1 - child : firsts[child]!);
    for (const [at, {question, left, right}] of branches.entries())
      this.#ask(question, firsts[at]!, place(left), place(right));
    for (const [at, leaf] of leaves.entries()) this.#put(leaf, inner + at, output);
    this.#trees += 1;
  }

  get attributes() {
    const prefixed = (prefix: string, lists: Record<string, number[]>) =>
      Object.fromEntries(Object.entries(lists).map(([name, list]) => [`${prefix}_${name}`, list]));
    return {
      ...prefixed('nodes', this.#nodes),
      nodes_modes: this.#modes,
      nodes_values: this.#values,
      nodes_missing_value_tracks_true: this.#tracks,
      ...prefixed('target', this.#targets),
      target_weights: this.#weights,
    };
  }

  /** A set of codes is a chain of nodes, one for each, all of which hand over to the same node. */
  #ask(question: Question, first: number, left: number, right: number): void {
    if (question.kind === 'numeric') {
      const {column, threshold, missing} = question;
      this.#node(first, column, {mode: 'BRANCH_LEQ', value: threshold, yes: left, no: right});
      this.#tracks[this.#tracks.length - 1] = missing === 'left' ? 1 : 0;
      return;
    }
    const {column, codes, side} = question;
    const [yes, other] = side === 'left' ? [left, right] : [right, left];
    for (const [at, value] of codes.entries()) {
      const no = at + 1 < codes.length ? first + at + 1 : other;
      this.#node(first + at, column, {mode: 'BRANCH_EQ', value, yes, no});
    }
  }

  #node(
    id: number,
    column: number,
    {mode, value, yes, no}: {mode: string; value: number; yes: number; no: number},
  ): void {
    this.#nodes.treeids.push(this.#trees);
    this.#nodes.nodeids.push(id);
    this.#nodes.featureids.push(column);
    this.#nodes.truenodeids.push(yes);
    this.#nodes.falsenodeids.push(no);
    this.#modes.push(mode);
    this.#values.push(value);
    this.#tracks.push(0);
  }

  #put({value}: Leaf, id: number, output: number): void {
    this.#node(id, 0, {mode: 'LEAF', value: 0, yes: 0, no: 0});
    this.#targets.treeids.push(this.#trees);
    this.#targets.nodeids.push(id);
    this.#targets.ids.push(output);
    this.#weights.push(value);
  }
}

function nodesFor(question: Question): number {
  return question.kind === 'numeric' ? 1 : question.codes.length;
}
