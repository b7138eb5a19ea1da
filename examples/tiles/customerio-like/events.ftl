<#if mappedFields.id?string?length gt 150><#stop "An id in Customer.io has at most 150 bytes."></#if>
<#-- Seconds since 1970: milliseconds would lie in the far future. -->
<#assign timestamp = (input.event_time?datetime("yyyy-MM-dd HH:mm:ss.SSSSSS")?long / 1000)?floor>
{
  "type": <#if input.event_type?ends_with("Page Viewed")>"page"<#else>"event"</#if>,
  "name": ${json(input.event_type)},
  "timestamp": ${timestamp},
  "data": {
    <#list mappedProperties?keys as name>
    ${json(name)}: ${mappedProperties[name]}<#sep>,</#sep>
    </#list>
  }
}
