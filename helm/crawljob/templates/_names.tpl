{{- define "crawljob.name" -}}
{{ default .Chart.Name .Values.nameOverride | trunc 40 | trimSuffix "-" }}
{{- end }}

{{- define "crawljob.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{ .Values.fullnameOverride | trunc 40 | trimSuffix "-" }}
{{- else if contains (include "crawljob.name" .) .Release.Name -}}
{{ .Release.Name | trunc 40 | trimSuffix "-" }}
{{- else -}}
{{ printf "%s-%s" .Release.Name (include "crawljob.name" .) | trunc 40 | trimSuffix "-" }}
{{- end -}}
{{- end }}

{{- define "crawljob.selector" -}}
app.kubernetes.io/name: {{ include "crawljob.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "crawljob.labels" -}}
{{ include "crawljob.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/part-of: crawljob
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end }}

{{- define "crawljob.serviceAccount" -}}
{{- if .Values.serviceAccount.create -}}
{{ default (include "crawljob.fullname" .) .Values.serviceAccount.name }}
{{- else -}}
{{ required "serviceAccount.name: name the ServiceAccount to use, since serviceAccount.create is false" .Values.serviceAccount.name }}
{{- end -}}
{{- end }}

{{- define "crawljob.operatorImage" -}}
{{ default (printf "crawljob/operator:%s" .Chart.AppVersion) .Values.image.operator }}
{{- end }}

{{- define "crawljob.workerImage" -}}
{{ default (printf "crawljob/worker:%s" .Chart.AppVersion) .Values.image.worker }}
{{- end }}

{{- define "crawljob.browserImage" -}}
{{ default (printf "crawljob/worker-browser:%s" .Chart.AppVersion) .Values.image.browser }}
{{- end }}

{{- /* "true" where the chart's own Redis is installed: an address of another one wins */}}
{{- define "crawljob.bundledRedis" -}}
{{- if .Values.redis.url -}}
{{- else if .Values.redis.bundled.enabled -}}
true
{{- else -}}
{{- fail "redis.url: give the address of your Redis, or set redis.bundled.enabled to true" -}}
{{- end -}}
{{- end }}

{{- define "crawljob.redis" -}}
{{ include "crawljob.fullname" . }}-redis
{{- end }}

{{- define "crawljob.redisUrl" -}}
{{- if include "crawljob.bundledRedis" . -}}
redis://{{ include "crawljob.redis" . }}.{{ .Release.Namespace }}.svc:6379
{{- else -}}
{{ .Values.redis.url }}
{{- end -}}
{{- if and (or .Values.redis.ca .Values.redis.caSecret) (not (hasPrefix "rediss://" .Values.redis.url)) -}}
{{- fail "redis.ca, redis.caSecret: a certificate is looked at with redis.url: rediss://… alone" -}}
{{- end -}}
{{- end }}

{{- /* The Secret with the operator's Redis password; empty where there is none */}}
{{- define "crawljob.redisSecret" -}}
{{- if .Values.redis.existingSecret -}}
{{ .Values.redis.existingSecret }}
{{- else if or .Values.redis.password (include "crawljob.bundledRedis" .) -}}
{{ include "crawljob.redis" . }}
{{- end -}}
{{- end }}

{{- define "crawljob.masterKeySecret" -}}
{{ default (printf "%s-master-key" (include "crawljob.fullname" .)) .Values.masterKey.existingSecret }}
{{- end }}

{{- /* A generated value that stays what it was: [context, Secret, key]. Without a cluster to look into (helm template), it is new each time */}}
{{- define "crawljob.generated" -}}
{{- $context := index . 0 }}{{ $secret := index . 1 }}{{ $key := index . 2 }}
{{- $there := lookup "v1" "Secret" $context.Release.Namespace $secret -}}
{{- if and $there (hasKey ($there.data | default dict) $key) -}}
{{ index $there.data $key }}
{{- else -}}
{{ randAlphaNum 40 | b64enc }}
{{- end -}}
{{- end }}

{{- define "crawljob.restricted" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: {drop: [ALL]}
{{- end }}

{{- /* The weight says which comes first. All of it goes after a test that went well; what has failed stays to be looked at */}}
{{- define "crawljob.testHook" -}}
helm.sh/hook: test
helm.sh/hook-weight: {{ . | quote }}
helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded
{{- end }}
