{{- define "latchkey.name" -}}
{{- if contains "latchkey" .Release.Name -}}
{{ .Release.Name | trunc 50 | trimSuffix "-" }}
{{- else -}}
{{ printf "%s-latchkey" (.Release.Name | trunc 41 | trimSuffix "-") }}
{{- end -}}
{{- end -}}

{{- define "latchkey.selector" -}}
app.kubernetes.io/name: latchkey
app.kubernetes.io/instance: {{ .Release.Name | quote }}
{{- end -}}

{{- define "latchkey.labels" -}}
{{ include "latchkey.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | quote }}
{{- end -}}

{{- define "latchkey.image" -}}
{{- if .Values.image.digest -}}
{{ printf "%s@%s" .Values.image.repository .Values.image.digest }}
{{- else -}}
{{ printf "%s:%s" .Values.image.repository (.Values.image.tag | default .Chart.AppVersion) }}
{{- end -}}
{{- end -}}

{{/* What values cannot say of each other in the schema. */}}
{{- define "latchkey.check" -}}
{{- if not (regexMatch "^[a-z][-a-z0-9]*$" .Release.Name) -}}
{{- fail (printf "the name of the release, %s, must begin with a letter and have no dots: Services are called after it" .Release.Name) -}}
{{- end -}}
{{- range $name := list "ADMIN_API_TOKEN" "TOKEN_PEPPER" "DATABASE_URL" -}}
{{- if not (hasKey $.Values.secret.keys $name) -}}
{{- fail (printf "secret.keys must name the key of %s: the image has no embedded database, and a pod keeps no secrets of its own" $name) -}}
{{- end -}}
{{- end -}}
{{- if .Values.ingress.enabled -}}
{{- if not .Values.ingress.host -}}
{{- fail "ingress.host is required with ingress.enabled" -}}
{{- end -}}
{{- if not (hasKey .Values.settings "TRUST_PROXY") -}}
{{- fail "settings.TRUST_PROXY is required with ingress.enabled: the networks of your Ingress controller, such as 10.0.0.0/8, or the number of proxies" -}}
{{- end -}}
{{- end -}}
{{- if and .Values.metrics.serviceMonitor.enabled (not .Values.metrics.enabled) -}}
{{- fail "metrics.serviceMonitor.enabled needs metrics.enabled" -}}
{{- end -}}
{{- if and .Values.autoscaling.enabled (gt (int .Values.autoscaling.minReplicas) (int .Values.autoscaling.maxReplicas)) -}}
{{- fail "autoscaling.minReplicas must not be above autoscaling.maxReplicas" -}}
{{- end -}}
{{- if and .Values.autoscaling.enabled (not (dig "requests" "cpu" "" .Values.resources)) -}}
{{- fail "autoscaling.enabled needs resources.requests.cpu: autoscaling.targetCPU is a share of it" -}}
{{- end -}}
{{- if and .Values.metrics.serviceMonitor.enabled .Values.networkPolicy.enabled (not .Values.networkPolicy.metricsFrom) -}}
{{- fail "networkPolicy.metricsFrom must name the pods of Prometheus with metrics.serviceMonitor.enabled and networkPolicy.enabled: nobody else reaches the metrics" -}}
{{- end -}}
{{- end -}}

{{/* How many pods there are at most. */}}
{{- define "latchkey.most" -}}
{{ .Values.autoscaling.enabled | ternary .Values.autoscaling.maxReplicas .Values.replicas }}
{{- end -}}

{{/*
The settings that both the service and the migration need, in the order of their names. Several pods
count request limits together, unless told otherwise. In a value, Kubernetes reads $(NAME) as a reference,
and $$ as $.
*/}}
{{- define "latchkey.env" -}}
{{- $own := dict -}}
{{- if gt (int (include "latchkey.most" .)) 1 -}}
{{- $own = dict "RATE_LIMIT_STORE" "postgres" -}}
{{- end -}}
- { name: NODE_ENV, value: production }
{{- range $name, $key := .Values.secret.keys }}
- { name: {{ $name }}_FILE, value: {{ printf "/run/secrets/latchkey/%s" $key | quote }} }
{{- end }}
{{- range $name, $value := merge (dict) .Values.settings $own }}
- { name: {{ $name }}, value: {{ $value | toString | replace "$" "$$" | quote }} }
{{- end }}
{{- end -}}

{{/* What the pods of the service and of the migration have in common. */}}
{{- define "latchkey.pod" -}}
# It never asks Kubernetes anything, and reads no settings that a Service leaves in the environment.
automountServiceAccountToken: false
enableServiceLinks: false
securityContext: {{- include "latchkey.podSecurity" . | nindent 2 }}
volumes: {{- include "latchkey.volumes" . | nindent 2 }}
{{- with .Values.serviceAccountName }}
serviceAccountName: {{ . | quote }}
{{- end }}
{{- with .Values.priorityClassName }}
priorityClassName: {{ . | quote }}
{{- end }}
{{- with .Values.imagePullSecrets }}
imagePullSecrets: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.affinity }}
affinity: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{- define "latchkey.podSecurity" -}}
runAsNonRoot: true
runAsUser: 1000
runAsGroup: 1000
fsGroup: 1000
# The files of a large volume are not all visited at each start.
fsGroupChangePolicy: OnRootMismatch
seccompProfile: { type: RuntimeDefault }
{{- end -}}

{{- define "latchkey.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: { drop: [ALL] }
{{- end -}}

{{- define "latchkey.mounts" -}}
- { name: secrets, mountPath: /run/secrets/latchkey, readOnly: true }
- { name: tmp, mountPath: /tmp }
{{- with .Values.volumeMounts }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- define "latchkey.volumes" -}}
- name: secrets
  # Only the keys that are named: what else the Secret has stays out of the container.
  secret:
    secretName: {{ .Values.secret.name | quote }}
    defaultMode: 0440
    items:
      {{- range $key := .Values.secret.keys | values | uniq | sortAlpha }}
      - { key: {{ $key | quote }}, path: {{ $key | quote }} }
      {{- end }}
- name: tmp
  emptyDir: { medium: Memory, sizeLimit: 16Mi }
{{- with .Values.volumes }}
{{ toYaml . }}
{{- end }}
{{- end -}}
