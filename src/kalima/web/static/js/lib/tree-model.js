// A verse's dependency graph as linked nodes. It need not be a tree: a node may have several heads, or stand in a circle.

/**
 * @param {object} graph as the API gives it
 * @param {object[][]} segments of each word of the verse
 * @returns {{nodes: object[], arcs: object[]}} each node with its arcs `heads` and `dependents`, the kind of segment that it
 *   stands on as `part`, and that segment as `record` if the node leads on it: others are letters, which a query finds
 *   by their relation alone
 */
export function linkGraph(graph, segments) {
  const nodes = graph.nodes.map(node => {
    const segment = segments[node.word - 1]?.[node.segment - 1] ?? null;
    return { ...node, part: segment?.kind ?? null, record: node.leads ? segment : null, heads: [], dependents: [] };
  });
  const known = new Set();
  const arcs = [];
  for (const { head, dependent, relation, english, arabic } of graph.arcs) {
    const key = `${head} ${dependent} ${relation}`;
    if (known.has(key)) continue; // the source has a few arcs twice
    known.add(key);
    const arc = { head: nodes[head - 1], dependent: nodes[dependent - 1], relation, english, arabic };
    arcs.push(arc);
    arc.head.dependents.push(arc);
    arc.dependent.heads.push(arc);
  }
  return { nodes, arcs };
}

/** The nodes from which all others are reached: those without a head, and one of each circle that stands apart. */
function rootsOf(nodes) {
  const roots = nodes.filter(node => !node.heads.length);
  const reached = reach(roots, new Set());
  for (const node of nodes) {
    if (reached.has(node)) continue;
    roots.push(node);
    for (const each of reach([node], new Set())) reached.add(each);
  }
  return new Set(roots);
}

/** What is seen while the dependents of the `collapsed` nodes are folded away. */
export const visibleNodes = (nodes, collapsed) => reach(rootsOf(nodes), collapsed);

/** How many nodes are below a node. */
export const countBelow = node => reach([node], new Set()).size - 1;

function reach(starts, collapsed) {
  const reached = new Set(starts);
  for (const node of reached) {
    if (!collapsed.has(node)) for (const { dependent } of node.dependents) reached.add(dependent);
  }
  return reached;
}
