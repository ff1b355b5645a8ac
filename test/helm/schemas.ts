import { ServiceMonitor } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/ServiceMonitor';
import { validate as deployment } from 'kubernetes-models/_schemas/IoK8sApiAppsV1Deployment';
import { validate as autoscaler } from 'kubernetes-models/_schemas/IoK8sApiAutoscalingV2HorizontalPodAutoscaler';
import { validate as job } from 'kubernetes-models/_schemas/IoK8sApiBatchV1Job';
import { validate as service } from 'kubernetes-models/_schemas/IoK8sApiCoreV1Service';
import { validate as ingress } from 'kubernetes-models/_schemas/IoK8sApiNetworkingV1Ingress';
import { validate as networkPolicy } from 'kubernetes-models/_schemas/IoK8sApiNetworkingV1NetworkPolicy';
import { validate as disruptionBudget } from 'kubernetes-models/_schemas/IoK8sApiPolicyV1PodDisruptionBudget';
import type { KubernetesObject } from './renderer.ts';

// The schemas of Kubernetes' own OpenAPI document, as functions.

type Problem = {
  readonly instancePath: string;
  readonly message?: string;
  readonly params: object;
};
type Validate = ((data: unknown) => boolean) & { readonly errors?: readonly Problem[] | null };
type Check = (object: object) => string[];

const by =
  (validate: Validate): Check =>
  (object) =>
    validate(object) ? [] : (validate.errors ?? []).map(textOf);

function textOf({ instancePath, message = '', params }: Problem): string {
  return `${instancePath} ${message} ${JSON.stringify(params)}`;
}

/** Its package has no function for it, only a class whose method throws. */
function serviceMonitor(object: object): string[] {
  try {
    ServiceMonitor.prototype.validate.call(object as ServiceMonitor);
    return [];
  } catch (error) {
    return [String(error)];
  }
}

const SCHEMAS: Readonly<Record<string, Check>> = {
  'apps/v1 Deployment': by(deployment),
  'autoscaling/v2 HorizontalPodAutoscaler': by(autoscaler),
  'batch/v1 Job': by(job),
  'monitoring.coreos.com/v1 ServiceMonitor': serviceMonitor,
  'networking.k8s.io/v1 Ingress': by(ingress),
  'networking.k8s.io/v1 NetworkPolicy': by(networkPolicy),
  'policy/v1 PodDisruptionBudget': by(disruptionBudget),
  'v1 Service': by(service),
};

/** What is wrong with an object: fields of a wrong type, missing fields, and fields that Kubernetes does not have. */
export function problemsOf(object: KubernetesObject): string[] {
  const check = SCHEMAS[`${object.apiVersion} ${object.kind}`];
  if (check === undefined) return [`no schema of ${object.apiVersion} ${object.kind}`];
  const watched = watch(object, '');
  return [...check(watched.object), ...watched.unread()];
}

type Watched = { readonly object: object; readonly unread: () => string[] };

/**
 * Records what is read: the schemas allow fields that they do not name, as Kubernetes does where it is not
 * strict, but read each one that they name. A part of which nothing is read may hold anything.
 */
function watch(object: object, path: string): Watched {
  const read = new Set<string>();
  const parts = new Map<string, Watched>();
  const proxy = new Proxy(object, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name);
      if (typeof name === 'symbol') return value;
      read.add(name);
      if (typeof value !== 'object' || value === null) return value;
      const part = parts.get(name) ?? watch(value, `${path}/${name}`);
      parts.set(name, part);
      return part.object;
    },
  });
  const unread = () => [
    ...(read.size === 0 || Array.isArray(object)
      ? []
      : Object.keys(object)
          .filter((name) => !read.has(name))
          .map((name) => `${path}/${name} is not a field`)),
    ...[...parts.values()].flatMap((part) => part.unread()),
  ];
  return { object: proxy, unread };
}
