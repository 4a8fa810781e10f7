// An OpenID Connect provider for tests. It takes one order a line, and answers each with a line of JSON:
//   rotate        signs with a new key from now on; the old one is no longer published
//   clock SECONDS lives that much later than it is, or earlier where that is negative
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { createInterface } from 'node:readline';
import { Provider } from 'oidc-provider';

const [certificate, key, clients] = process.argv.slice(2).map((path) => readFileSync(path, 'utf8'));
const now = Date.now;
const server = createServer({ cert: certificate, key });
let callback;

server.listen(0, '127.0.0.1', () => {
  const issuer = `https://127.0.0.1:${server.address().port}`;
  start(issuer);
  server.on('request', (request, response) => callback(request, response));
  say({ issuer });
  createInterface({ input: process.stdin })
    .on('line', (line) => obey(line.split(' '), issuer))
    .on('close', () => process.exit());
});

function obey([order, argument], issuer) {
  if (order === 'rotate') {
    start(issuer);
  } else if (order === 'clock') {
    Date.now = () => now() + Number(argument) * 1000;
  }
  say({ done: order });
}

function start(issuer) {
  const provider = new Provider(issuer, {
    clients: JSON.parse(clients).map(({ id, secret, claims }) => ({
      client_id: id,
      client_secret: secret,
      claims,
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
    })),
    cookies: { keys: [randomBytes(32).toString('hex')] },
    extraClientMetadata: { properties: ['claims'] },
    extraTokenClaims: (context) => context.oidc.client.claims,
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: (context, resource) => ({
          accessTokenFormat: 'jwt',
          accessTokenTTL: 600,
          audience: new URL(resource).hostname,
          jwt: { sign: { alg: 'RS256' } },
          scope: '',
        }),
      },
    },
    jwks: { keys: [newKey()] },
  });
  callback = provider.callback();
}

function newKey() {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { ...privateKey.export({ format: 'jwk' }), alg: 'RS256', kid: randomBytes(8).toString('hex'), use: 'sig' };
}

function say(answer) {
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
