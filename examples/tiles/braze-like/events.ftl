<#-- The export format writes times as 2022-01-06 17:29:04.123000 in UTC. -->
<#assign time = input.event_time?datetime("yyyy-MM-dd HH:mm:ss.SSSSSS")?iso_utc_ms>
<#-- Braze refuses names that begin with a dollar sign, and has two of its own. -->
<#function forwarded name>
  <#return !name?starts_with("$") && !["time", "event_name"]?seq_contains(name) && mappedProperties[name] != "null">
</#function>
<#macro user>"external_id": ${json("${mappedFields.external_id}")}<#if parameters.app_id?has_content>, "app_id": ${json(parameters.app_id)}</#if></#macro>
<#macro properties>{<#list mappedProperties?keys?filter(name -> forwarded(name)) as name>${json(name)}: ${mappedProperties[name]}<#sep>, </#list>}</#macro>
<#if mappedFields.product_id?? && mappedFields.price?? && mappedFields.price?is_number>
{"purchases": [{<@user/>, "product_id": ${json("${mappedFields.product_id}")}, "currency": ${json(mappedFields.currency!"USD")}, "price": ${mappedFields.price}, "quantity": ${mappedFields.quantity!1}, "time": ${json(time)}, "properties": <@properties/>}]}
<#else>
{"events": [{<@user/>, "name": ${json(input.event_type)}, "time": ${json(time)}, "properties": <@properties/>}]}
</#if>
