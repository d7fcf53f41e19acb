// SPDX-License-Identifier: Apache-2.0
// Evaluates flags with Unleash's own SDK for Node. Arguments: the folder with its node_modules, the address of Unleash.
// Each line on standard input is {"flag", "contexts"}; each line on standard output a list with one entry per context: whether the flag is
// enabled, or the payload of its variant where it has one. The token is in the environment.
const { createRequire } = require('node:module');
const readline = require('node:readline');

const [folder, url] = process.argv.slice(2);
const { Unleash } = createRequire(`${folder}/`)('unleash-client');

// As OpenFeature's providers for Unleash do it: what Unleash knows stands by itself, all else among the properties.
function contextOf({ targetingKey, ...attributes }) {
  return { userId: targetingKey, properties: Object.fromEntries(Object.entries(attributes).map(([k, v]) => [k, String(v)])) };
}

function fresh() {
  return new Promise((resolve, reject) => {
    const client = new Unleash({
      appName: 'flagctl-tests',
      url: `${url}/api/`,
      customHeaders: { Authorization: process.env.UNLEASH_CLIENT_TOKEN },
      refreshInterval: 3_600_000,
      disableMetrics: true,
      skipInstanceCountWarning: true,
      storageProvider: { get: async () => undefined, set: async () => undefined },
    });
    client.once('synchronized', () => resolve(client));
    client.once('error', reject);
  });
}

async function main() {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const { flag, contexts } = JSON.parse(line);
    const client = await fresh();
    const results = contexts.map((each) => {
      const context = contextOf(each);
      const variant = client.getVariant(flag, context);
      return variant.payload ? variant.payload.value : client.isEnabled(flag, context);
    });
    client.destroy();
    console.log(JSON.stringify(results));
  }
}

main().catch((failure) => {
  console.error(failure);
  process.exit(1);
});
