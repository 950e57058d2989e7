import { Token } from "cdktf";
import { articleProps, plan } from "./support/plan";

function preconditions(more: Parameters<typeof plan>[0]): string[] {
  const { lifecycle } = plan(more).steps.preflight as unknown as {
    lifecycle?: { precondition: { condition: string; error_message: string }[] };
  };
  return (lifecycle?.precondition ?? []).map(
    ({ condition, error_message: message }) => `${condition} ${message}`,
  );
}

test("a value that only Terraform knows is checked before the first node is touched", () => {
  const [first, ...others] = preconditions((variable) =>
    articleProps({ trustedSources: [variable("admin")] }),
  );
  expect(first).toBe(
    '${can(regex("^[0-9a-fA-F.:]+/[0-9]{1,3}$", "${var.admin}"))} stack/cluster: trustedSources[0]: its value, known only now, is none that is allowed; allowed: a network in CIDR notation; fix: write network and prefix length, such as 198.51.100.0/24',
  );
  expect(others).toEqual([]);
});

test("all of a text is looked at, also what stands beside the token", () => {
  const [condition] = preconditions((variable) =>
    articleProps({ ssh: { privateKeyPath: `/a"\\\${x}\n${variable("user")}` } }),
  );
  expect(condition).toContain('"/a\\"\\\\${"$"}{x}\\U0000000a${var.user}"))}');
});

test.each([
  ["a reference", (variable: string) => variable],
  ["a text of Terraform's", () => Token.asString({ resolve: () => "${var.raw}" })],
])("%s is looked at by its value, whatever the check is", (_, token) => {
  const found = preconditions((variable) => {
    const value = token(variable("raw"));
    const { nodes, ...props } = articleProps({ trustedSources: [value] });
    return { ...props, nodes: { ...nodes, node2: { ...nodes.node2, publicAddress6: value } } };
  });
  expect(found).toHaveLength(2);
  for (const condition of found) expect(condition).toContain('$", "${var.raw}"))}');
});

test("a number is looked at, too", () => {
  const [condition] = preconditions((variable) =>
    articleProps({ overlay: { listenPort: Token.asNumber(variable("port")) } }),
  );
  expect(condition).toContain('"^[0-9]{1,16}$", "${var.port}"))}');
});

test("a plan without tokens has no such checks", () => {
  expect(preconditions(articleProps())).toEqual([]);
});
